import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { leanZod } from './tools/vite-lean-zod.ts';
import { parsedWords } from './tools/vite-words.ts';

const server = process.env.BANYAN_SERVER ?? 'http://127.0.0.1:8420';
const toServer = { '/api': { target: server, changeOrigin: false } };

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export default defineConfig({
  define: { 'import.meta.env.BANYAN_VERSION': JSON.stringify(version) },
  root: import.meta.dirname,
  publicDir: 'src/apps/web/public',
  plugins: [
    react(),
    parsedWords(),
    leanZod(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/apps/web',
      filename: 'sw.ts',
      // The page registers the worker itself: without a secure context (a LAN address without TLS) there is none to register.
      injectRegister: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,woff2}'], maximumFileSizeToCacheInBytes: 3_000_000 },
      manifest: {
        name: '榕 Banyan',
        short_name: '榕 Banyan',
        description: '一个社区的备灾、应对、恢复与学习',
        lang: 'zh',
        start_url: '/',
        display: 'standalone',
        theme_color: '#0f5c5a',
        background_color: '#faf9f7',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: '/icon-maskable.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // The test of the download budgets reads it.
    manifest: true,
    // Maps are large and lazy.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: toServer },
  preview: { proxy: toServer },
});
