import { createRouter, createWebHistory } from 'vue-router';
import { centre } from './api/centre';
import { useWords } from './i18n';
import { useLiveState } from './live/useLive';
import { homeFor, PAGES, pagesFor } from './pages';
import { useSession } from './session/session';
import LoginView from './views/LoginView.vue';

const { user, restore, guard } = useSession();
const { park, learnPark } = useLiveState();
let asked = false;

/** Where somebody begins who has just logged in. */
export function home(): { name: string } {
  return { name: user.value?.must_change_password ? 'password' : homeFor(user.value?.roles ?? [], user.value?.operations) };
}

/** Before a page is shown, by whichever address: its days and times are those of the park's zone. */
async function knowPark(): Promise<void> {
  if (park.value !== null) return;
  try {
    const known = await guard(centre.park());
    useWords().setZone(known.zone);
    learnPark(known);
  } catch {
    // The page asks for more than that, and says why it gets nothing.
  }
}

/** The centre answers every page address with index.html. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: LoginView },
    { path: '/password', name: 'password', component: () => import('./views/PasswordView.vue') },
    { path: '/e/:token', name: 'eticket', component: () => import('./views/ETicketView.vue') },
    ...PAGES.map(({ path, name, view }) => ({ path, name, component: view as () => Promise<typeof LoginView> })),
    { path: '/:anything(.*)*', redirect: '/board' },
  ],
});

router.beforeEach(async (to) => {
  // Visitors have a link and nothing else.
  if (to.name === 'eticket') return true;
  if (user.value === null && !asked) {
    asked = true;
    // A centre that is away shows at the log-in, where one can try again.
    await restore().catch(() => false);
  }
  if (user.value === null && to.name !== 'login') return { name: 'login' };
  if (user.value === null) return true;
  if (to.name === 'login') return home();
  if (to.name !== 'password' && user.value.must_change_password) return home();
  const allowed = to.name === 'password' || pagesFor(user.value.roles, user.value.operations).some((page) => page.name === to.name);
  if (!allowed) return home();
  await knowPark();
  return user.value === null ? { name: 'login' } : true;
});
