import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from './session/session';
import LoginView from './views/LoginView.vue';

const { user, restore } = useSession();
let asked = false;

/** The centre answers every page address with index.html. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: LoginView },
    { path: '/board', name: 'board', component: () => import('./views/BoardView.vue') },
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
  if (user.value !== null && to.name === 'login') return { name: 'board' };
  return true;
});
