import { useState } from 'preact/hooks';
import { emojis } from '../session/session';
import { t } from '../words/words';

// The ones people use most; every keyboard has the others.
const common = [...new Intl.Segmenter().segment('😀😄😅😂🙂😉😊😍😘😋😜🤔🤨😐😏🙄😴😷🤯🥳😎🤓😟😮😢😭😱😡🤬💀💩👻🤖🙈🙉🙊💖💔❤️🧡💛💚💙💜🖤👍👎👏🙌🙏🤝💪👀🧠🎉🎂🎁🌈☀️🌧️❄️🔥⭐🌸🌻🍀🌳🐶🐱🐭🐰🦊🐻🐼🐸🐵🐦🦉🐝🦋🐢🐙🐳🍎🍌🍓🍕🍰☕🍺🍷⚽🎸🎨📷💻📱📚✏️🚲🚂✈️🏠⏰✅❌❓❗💯')].map((one) => one.segment);

export function EmojiPicker({ onPick }: { onPick: (text: string) => void }) {
  const [wanted, want] = useState('');
  const own = emojis.value.filter((one) => one.visible_in_picker && one.shortcode.toLowerCase().includes(wanted.toLowerCase())).slice(0, 120);
  return (
    <div class="emoji-picker">
      {emojis.value.length > 0 && <input type="search" value={wanted} placeholder={t('emoji.search')} aria-label={t('emoji.search')} onInput={(event) => want(event.currentTarget.value)} />}
      <div class="grid" role="group" aria-label={t('compose.emoji')}>
        {own.map((one) => <button type="button" key={one.shortcode} title={`:${one.shortcode}:`} aria-label={one.shortcode} onClick={() => onPick(`:${one.shortcode}: `)}><img src={one.static_url} alt="" loading="lazy" /></button>)}
        {!wanted && common.map((one) => <button type="button" key={one} onClick={() => onPick(one)}>{one}</button>)}
      </div>
    </div>
  );
}
