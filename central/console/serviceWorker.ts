import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** What the handheld's page needs without a network, besides what its entry imports. */
const PAGE = ['/handheld', '/handheld.webmanifest', '/favicon.svg'];

/**
 * Writes handheld-sw.js: a service worker that keeps the handheld's own files, all of one build, and answers with them. Another
 * build is another worker, which waits until the page says that it may take over.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'handheld-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = new Set<string>();
      const add = (name: string): void => {
        const part = bundle[name];
        if (part === undefined || files.has(`/${name}`)) return;
        files.add(`/${name}`);
        if (part.type !== 'chunk') return;
        for (const next of [...part.imports, ...part.dynamicImports]) add(next);
        for (const next of part.viteMetadata?.importedCss ?? []) add(next);
        for (const next of part.viteMetadata?.importedAssets ?? []) add(next);
      };
      const entry = Object.values(bundle).find((part) => part.type === 'chunk' && part.isEntry && part.name === 'handheld');
      if (entry === undefined) throw new Error('the console has no entry named handheld');
      add(entry.fileName);
      const hash = createHash('sha256');
      for (const file of [...files].sort()) hash.update(file);
      const page = bundle['handheld.html'];
      if (page?.type === 'asset') hash.update(page.source);
      this.emitFile({
        type: 'asset',
        fileName: 'handheld-sw.js',
        source: worker(hash.digest('hex').slice(0, 16), [...PAGE, ...files]),
      });
    },
  };
}

function worker(version: string, files: string[]): string {
  return `// Made by the build: keeps the files of the handheld's page, and nothing else.
const KEPT = 'shanmen-handheld-${version}';
const FILES = ${JSON.stringify(files)};

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES.map((file) => new Request(file, {
    cache: 'reload', headers: file === '/handheld' ? { Accept: 'text/html' } : {},
  })))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith('shanmen-handheld-') && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || !FILES.includes(url.pathname)) return;
  event.respondWith(caches.open(KEPT).then((kept) => kept.match(url.pathname)).then((found) => found ?? fetch(event.request)));
});
`;
}
