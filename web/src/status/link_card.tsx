import type { PreviewCard } from '../api/entities';
import { profileOf } from '../ui/pieces';
import { t } from '../words/words';

const hostOf = (url: string) => { try { return new URL(url).hostname.replace(/^www\./, ''); } catch { return ''; } };

export function LinkCard({ card, large = false }: { card: PreviewCard; large?: boolean }) {
  const wide = card.image !== null && card.width > card.height && (large || card.type === 'video' || card.width >= 600);
  const author = card.authors[0];
  return (
    <div class={`link-card ${wide ? 'wide' : ''}`}>
      <a href={card.url} target="_blank" rel="noopener noreferrer nofollow">
        {card.image && <img src={card.image} alt={card.image_description} loading="lazy" decoding="async" />}
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
