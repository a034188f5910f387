import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from './session/session';
import LoginView from './views/LoginView.vue';

const { user, maySell, restore } = useSession();
let asked = false;

/** Where somebody begins who has just logged in: a clerk at the window, everybody else at the board. */
export function home(): { name: string } {
  const roles = user.value?.roles ?? [];
  return { name: roles.includes('clerk') && !roles.includes('control') ? 'window' : 'board' };
}

/** The centre answers every page address with index.html. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: LoginView },
    { path: '/board', name: 'board', component: () => import('./views/BoardView.vue') },
    { path: '/window', name: 'window', component: () => import('./views/WindowView.vue') },
    { path: '/:anything(.*)*', redirect: '/board' },
  ],
});

router.beforeEach(async (to) => {
  if (user.value === null && !asked) {
    asked = true;
    // A centre that is away shows at the log-in, where one can try again.
    await restore().catch(() => false);
  }
  if (user.value === null && to.name !== 'login') return { name: 'login' };
  if (user.value !== null && to.name === 'login') return home();
  if (to.name === 'window' && !maySell.value) return { name: 'board' };
  return true;
});
