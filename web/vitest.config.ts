import { defineConfig } from 'vitest/config';

export default defineConfig({
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  test: { include: ['tests/**/*.test.{ts,tsx}'], environment: 'happy-dom', pool: 'threads', poolOptions: { threads: { maxThreads: 2 } } },
});
