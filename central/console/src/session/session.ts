import { computed, readonly, ref } from 'vue';
import { centre, CentreError } from '../api/centre';
import type { Session, User } from '../api/model';
import { useWords } from '../i18n';

const user = ref<User | null>(null);
const expired = ref(false);

/** Set while this browser may hold a session: a first visit need not ask the centre for one, and be refused. */
const MAY_HOLD = 'shanmen.session';

function end(): void {
  user.value = null;
  localStorage.removeItem(MAY_HOLD);
}

function begin(session: Session): void {
  user.value = session.user;
  expired.value = false;
  localStorage.setItem(MAY_HOLD, 'yes');
  useWords().suggestLanguage(session.user.language);
}

/** Finds a session that the browser's cookie still holds; false when there is none. */
async function restore(): Promise<boolean> {
  if (localStorage.getItem(MAY_HOLD) === null) return false;
  try {
    begin(await centre.session());
    return true;
  } catch (error) {
    if (!(error instanceof CentreError && error.status === 401)) throw error;
    end();
    return false;
  }
}

async function login(name: string, password: string): Promise<void> {
  begin(await centre.login(name, password));
}

/** His own; the session goes on. */
async function changePassword(old: string, fresh: string): Promise<void> {
  begin(await centre.changePassword(old, fresh));
}

async function logout(): Promise<void> {
  try {
    await centre.logout();
  } catch {
    // A centre that is away forgets the session by itself; this browser forgets it now.
  }
  expired.value = false;
  end();
}

/** Passes an answer through; an answer that the session is over ends it here as well. */
async function guard<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CentreError && error.status === 401 && user.value !== null) {
      expired.value = true;
      end();
    }
    throw error;
  }
}

/** Whether the person may call an operation of those that not everybody may. */
function may(operation: string): boolean {
  return user.value?.operations?.includes(operation) ?? false;
}

export function useSession() {
  return {
    user: readonly(user),
    /** The centre ended the session; the log-in page says so. */
    expired: readonly(expired),
    may,
    mayCommand: computed(() => may('issueCommands')),
    restore,
    login,
    changePassword,
    logout,
    guard,
  };
}
