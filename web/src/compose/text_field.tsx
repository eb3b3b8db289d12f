import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Avatar, Name } from '../ui/pieces';
import { t } from '../words/words';
import { propose, wordAt, type Proposal, type Word } from './complete';

interface Props {
  value: string;
  label: string;
  onInput: (text: string) => void;
  onFiles: (files: FileList) => void;
  onSend: () => void;
  field: { current: HTMLTextAreaElement | null };
}

/** The text, growing with what is in it, and the proposals for the word at the cursor. */
export function TextField({ value, label, onInput, onFiles, onSend, field }: Props) {
  const [word, setWord] = useState<Word | null>(null);
  const [found, setFound] = useState<Proposal[]>([]);
  const [chosen, choose] = useState(0);
  const asking = useRef<AbortController>();
  const id = useId();

  useEffect(() => {
    const area = field.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [value]);

  const look = () => {
    const area = field.current!;
    const next = area.selectionStart === area.selectionEnd ? wordAt(area.value, area.selectionStart) : null;
    if (next?.text === word?.text && next?.from === word?.from) return;
    setWord(next);
    asking.current?.abort();
    if (!next) return setFound([]);
    const mine = (asking.current = new AbortController());
    setTimeout(() => {
      if (mine.signal.aborted) return;
      propose(next, mine.signal).then((all) => { if (!mine.signal.aborted) { setFound(all); choose(0); } }, () => undefined);
    }, 120);
  };
  const take = (one: Proposal) => {
    if (!word) return;
    const next = `${value.slice(0, word.from)}${one.insert} ${value.slice(word.to)}`;
    const cursor = word.from + one.insert.length + 1;
    setWord(null);
    setFound([]);
    onInput(next);
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(cursor, cursor); });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return onSend(); }
    if (found.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose((chosen + step + found.length) % found.length); }
    else if (event.key === 'Enter' || event.key === 'Tab') { event.preventDefault(); take(found[chosen]!); }
    else if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); setFound([]); }
  };
  return (
    <div class="text-field">
      <textarea ref={field} value={value} aria-label={label} placeholder={t('compose.placeholder')} rows={4} dir="auto" autofocus role="combobox" aria-autocomplete="list" aria-expanded={found.length > 0}
        aria-controls={id} aria-activedescendant={found.length ? `${id}-${chosen}` : undefined}
        onInput={(event) => { onInput(event.currentTarget.value); look(); }} onKeyUp={look} onClick={look} onKeyDown={pressed}
        onPaste={(event) => { const files = event.clipboardData?.files; if (files?.length) { event.preventDefault(); onFiles(files); } }} />
      <ul class="proposals" id={id} role="listbox" aria-label={t('compose.proposals')} hidden={found.length === 0}>
        {found.map((one, at) => (
          <li key={one.insert} id={`${id}-${at}`} role="option" aria-selected={at === chosen} onPointerDown={(event) => { event.preventDefault(); take(one); }}>
            {one.person && <><Avatar of={one.person} size="s" /><Name of={one.person} /> <span class="acct">@{one.person.acct}</span></>}
            {one.tag && `#${one.tag.name}`}
            {one.emoji && <><img class="emoji" src={one.emoji.url} alt="" /> :{one.emoji.shortcode}:</>}
          </li>
        ))}
      </ul>
    </div>
  );
}
