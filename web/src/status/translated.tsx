import { useState } from 'preact/hooks';
import type { Status, Translation } from '../api/entities';
import { Html } from '../content/html';
import { api, instance } from '../session/session';
import { reasonOf, tell } from '../ui/toast';
import { locale, t } from '../words/words';

/** Offers a translation where the server has one to give and the post speaks another language. */
export function Translated({ status }: { status: Status }) {
  const [translation, show] = useState<Translation | null>(null);
  const mine = locale.split('-')[0]!;
  if (!instance.value?.configuration.translation.enabled || !status.language || status.language.split('-')[0] === mine || !status.content || !/^(public|unlisted)$/.test(status.visibility)) return null;
  if (!translation) {
    return <p class="translate"><button type="button" class="plain" onClick={() => void api.translate(status.id, mine).then(show, (error: unknown) => tell(t('failed.translate'), reasonOf(error)))}>{t('status.translate')}</button></p>;
  }
  return (
    <div class="translation">
      <Html html={translation.content} emojis={status.emojis} mentions={status.mentions} lang={mine} />
      <p class="under">{t('status.translated', { provider: translation.provider })} <button type="button" class="plain" onClick={() => show(null)}>{t('status.original')}</button></p>
    </div>
  );
}
