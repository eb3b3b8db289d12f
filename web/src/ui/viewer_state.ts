import { signal } from '@preact/signals';
import type { MediaAttachment } from '../api/entities';

/** What is being looked at in large. */
export const looked = signal<{ media: MediaAttachment[]; at: number } | null>(null);

export function look(media: MediaAttachment[], at: number) {
  const pictures = media.filter((one) => one.type === 'image');
  looked.value = { media: pictures, at: Math.max(0, pictures.indexOf(media[at]!)) };
}
