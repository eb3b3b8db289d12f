// How it looks: what the person chose before what the system says.
import { signal } from '@preact/signals';
import { read, write } from '../session/stored';

export interface Look {
  theme: 'system' | 'light' | 'dark';
  contrast: 'normal' | 'more';
  size: 'small' | 'normal' | 'large';
}

export const look = signal<Look>({ theme: 'system', contrast: 'normal', size: 'normal', ...read<Partial<Look>>('look', {}) });

export function applyLook() {
  const { dataset } = document.documentElement;
  dataset.theme = look.value.theme;
  dataset.contrast = look.value.contrast;
  dataset.size = look.value.size;
}

export function changeLook(change: Partial<Look>) {
  look.value = { ...look.value, ...change };
  write('look', look.value);
  applyLook();
}
