import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './serviceWorker';

/** Where a development server finds a centre: the real one or dev/mock-centre.mjs. */
const centre = process.env['SHANMEN_CENTRE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue(), serviceWorker()],
  build: {
    // The Maven build says where the centre looks for the console.
    outDir: process.env['CONSOLE_OUT'] ?? 'dist',
    emptyOutDir: true,
    // The strictest policy allows no data: scripts or fonts; only images may be inlined.
    assetsInlineLimit: (file) => (/\.(svg|png)$/.test(file) ? undefined : false),
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      // The handheld's page stands alone: it works without a network, and has a policy of its own for its wasm.
      input: ['index.html', 'handheld.html'],
      output: { manualChunks: { echarts: ['echarts/core', 'echarts/charts', 'echarts/components', 'echarts/renderers'] } },
    },
  },
  server: { proxy: { '/api': { target: centre, changeOrigin: true } } },
  test: { environment: 'node', include: ['tests/**/*.test.ts'] },
});
