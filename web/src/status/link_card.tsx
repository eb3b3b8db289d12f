import type { PreviewCard } from '../api/entities';
import { me } from '../session/session';
import { Icon } from '../ui/icon';
import { profileOf } from '../ui/pieces';
import { t } from '../words/words';

const hostOf = (url: string) => { try { return new URL(url).hostname.replace(/^www\./, ''); } catch { return ''; } };

const originOf = (url: string) => { try { return new URL(url, location.origin).origin; } catch { return ''; } };

/** Pictures come from this server or from where it keeps its files: no page learns who sees a link to it. */
const isOurs = (url: string) => originOf(url) === location.origin || originOf(url) === originOf(me.value?.avatar ?? '');

export function LinkCard({ card, large = false }: { card: PreviewCard; large?: boolean }) {
  const image = card.image && isOurs(card.image) ? card.image : null;
  const wide = image !== null && card.width > card.height && (large || card.type === 'video' || card.width >= 600);
  const author = card.authors[0];
  return (
    <div class={`link-card ${wide ? 'wide' : ''}`}>
      <a href={card.url} target="_blank" rel="noopener noreferrer nofollow">
        {image ? <img src={image} alt={card.image_description} loading="lazy" decoding="async" /> : <span class="blank"><Icon name="link" /></span>}
        <span class="words">
          <small>{card.provider_name || hostOf(card.url)}</small>
          <strong>{card.title}</strong>
          {card.description && <span class="about">{card.description}</span>}
        </span>
      </a>
      {author?.account && <p class="by">{t('card.by')} <a href={profileOf(author.account)}>{author.account.display_name || author.account.username}</a></p>}
    </div>
  );
}
