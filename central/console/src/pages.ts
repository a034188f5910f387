import type { Component } from 'vue';
import { DataAnalysis, Document, List, MapLocation, Monitor, Postcard, Tickets, UserFilled } from '@element-plus/icons-vue';
import type { Key } from './i18n/words';

/** A page of the console: the navigation and the router are made from these. */
export interface Page {
  /** Of the route, and of the test id `page-NAME` of its link. */
  name: string;
  path: string;
  title: Key;
  icon: Component;
  /** Who may open it: anybody with one of these roles; `any`: everybody who is logged in. */
  roles: readonly string[];
  /** Whoever may call this operation may open it as well: with a role of the park's own. */
  operation?: string;
  /** Whoever has one of these roles begins here after the log-in, unless an earlier page wants him. */
  begins: readonly string[];
  view: () => Promise<unknown>;
}

/** In the order of the navigation. */
export const PAGES: readonly Page[] = [
  {
    name: 'board',
    path: '/board',
    title: 'board.title',
    icon: Monitor,
    roles: ['any'],
    begins: ['control', 'admin'],
    view: () => import('./views/BoardView.vue'),
  },
  {
    name: 'window',
    path: '/window',
    title: 'window.title',
    icon: Tickets,
    roles: ['clerk', 'admin'],
    operation: 'createSale',
    begins: ['clerk'],
    view: () => import('./views/WindowView.vue'),
  },
  {
    name: 'orders',
    path: '/orders',
    title: 'orders.title',
    icon: List,
    roles: ['clerk', 'finance', 'admin'],
    begins: [],
    view: () => import('./views/OrdersView.vue'),
  },
  {
    name: 'reports',
    path: '/reports',
    title: 'reports.title',
    icon: DataAnalysis,
    roles: ['finance', 'admin', 'viewer', 'control'],
    begins: ['finance'],
    view: () => import('./views/ReportsView.vue'),
  },
  {
    name: 'ticket-types',
    path: '/ticket-types',
    title: 'types.title',
    icon: Postcard,
    roles: ['admin'],
    begins: [],
    view: () => import('./views/TicketTypesView.vue'),
  },
  {
    name: 'park',
    path: '/park',
    title: 'park.title',
    icon: MapLocation,
    roles: ['admin'],
    operation: 'changePark',
    begins: [],
    view: () => import('./views/ParkView.vue'),
  },
  {
    name: 'users',
    path: '/users',
    title: 'users.title',
    icon: UserFilled,
    roles: ['admin'],
    begins: [],
    view: () => import('./views/UsersView.vue'),
  },
  {
    name: 'audit',
    path: '/audit',
    title: 'audit.title',
    icon: Document,
    roles: ['admin'],
    operation: 'listAudit',
    begins: [],
    view: () => import('./views/AuditView.vue'),
  },
];

function holds(wanted: readonly string[], roles: readonly string[]): boolean {
  return wanted.includes('any') || wanted.some((role) => roles.includes(role));
}

/** The pages that somebody may open who has these roles and may call these operations. */
export function pagesFor(roles: readonly string[], operations: readonly string[] = []): readonly Page[] {
  return PAGES.filter((page) => holds(page.roles, roles) || (page.operation !== undefined && operations.includes(page.operation)));
}

/** Where somebody with these roles begins: the board, if no page is made for him. */
export function homeFor(roles: readonly string[]): string {
  return PAGES.find((page) => holds(page.begins, roles) && holds(page.roles, roles))?.name ?? 'board';
}
