import { useEffect, useState } from 'preact/hooks';
import type { Status, StatusEdit } from '../api/entities';
import { Html, Text } from '../content/html';
import { api } from '../session/session';
import { Busy, Dialog } from '../ui/pieces';
import { reasonOf, tell } from '../ui/toast';
import { inFull } from '../words/amounts';
import { t } from '../words/words';

/** What a post said before, newest first. */
export function Versions({ of, onClose }: { of: Status; onClose: () => void }) {
  const [all, set] = useState<StatusEdit[] | null>(null);
  useEffect(() => { api.history(of.id).then((found) => set(found.reverse()), (error: unknown) => { tell(t('problem.broken'), reasonOf(error)); onClose(); }); }, [of.id]);
  return (
    <Dialog title={t('versions.title')} onClose={onClose}>
      {!all && <Busy />}
      {all?.map((one) => (
        <section class="version" key={one.created_at}>
          <h3><time dateTime={one.created_at}>{inFull(one.created_at)}</time></h3>
          {one.spoiler_text && <p><strong><Text text={one.spoiler_text} emojis={one.emojis} /></strong></p>}
          <Html html={one.content} emojis={one.emojis} mentions={of.mentions} lang={of.language} />
        </section>
      ))}
    </Dialog>
  );
}
