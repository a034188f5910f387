import { readonly, ref } from 'vue';

const waiting = ref(false);
let registration: ServiceWorkerRegistration | null = null;
let asked = false;

/** A newer build of this page is here, and waits for its turn. */
function watchFor(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) waiting.value = true;
  });
}

async function register(): Promise<void> {
  registration = await navigator.serviceWorker.register('/handheld-sw.js', { scope: '/handheld' });
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) waiting.value = true;
  registration.addEventListener('updatefound', () => watchFor(registration?.installing ?? null));
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload();
  });
}

/** Never in the middle of somebody's admission: the attendant says when. */
function takeOver(): void {
  asked = true;
  registration?.waiting?.postMessage('take-over');
}

export function useUpdate() {
  if ('serviceWorker' in navigator && registration === null && import.meta.env.PROD) {
    register().catch(() => {
      // Without a secure connection there is no service worker; the page says so at the camera.
    });
  }
  return { waiting: readonly(waiting), takeOver };
}
