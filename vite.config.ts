/** Builds the console to dist/console: static files that the product serves itself, one chunk a page. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('./src/console'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: here('./dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // Fonts stay files: the content security policy allows no data addresses for them.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': process.env.OPSPLANE_URL ?? 'http://127.0.0.1:4600' } },
})
