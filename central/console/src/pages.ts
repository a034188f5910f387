import type { Component } from 'vue';
import { Coin, DataAnalysis, Document, FolderOpened, List, MapLocation, Monitor, Postcard, Printer, Tickets, UserFilled } from '@element-plus/icons-vue';
import type { Key } from './i18n/words';

/** A page of the console: the navigation and the router are made from these. */
export interface Page {
  /** Of the route, and of the test id `page-NAME` of its link. */
  name: string;
  path: string;
  title: Key;
  icon: Component;
  /** Whoever may call one of these may open it, by whichever role; a role alone opens nothing to people who are bound to units. */
  operations: readonly string[];
  /** Of operations that everybody may call: anybody with one of these roles may open it too; `any`: everybody who is logged in. */
  roles?: readonly string[];
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
    operations: [],
    roles: ['any'],
    begins: ['control', 'admin'],
    view: () => import('./views/BoardView.vue'),
  },
  {
    name: 'window',
    path: '/window',
    title: 'window.title',
    icon: Tickets,
    operations: ['createSale'],
    begins: ['clerk'],
    view: () => import('./views/WindowView.vue'),
  },
  {
    name: 'orders',
    path: '/orders',
    title: 'orders.title',
    icon: List,
    operations: ['payOrder', 'refundOrder', 'approveRefundRequest', 'changeTicketState'],
    begins: [],
    view: () => import('./views/OrdersView.vue'),
  },
  {
    name: 'reports',
    path: '/reports',
    title: 'reports.title',
    icon: DataAnalysis,
    operations: ['reportSales'],
    roles: ['finance', 'admin', 'viewer', 'control'],
    begins: ['finance'],
    view: () => import('./views/ReportsView.vue'),
  },
  {
    name: 'books',
    path: '/payments',
    title: 'books.title',
    icon: Coin,
    operations: ['listReconciliations', 'listChargeRefunds'],
    begins: [],
    view: () => import('./views/BooksView.vue'),
  },
  {
    name: 'ticket-types',
    path: '/ticket-types',
    title: 'types.title',
    icon: Postcard,
    operations: ['createTicketType', 'changeTicketType'],
    begins: [],
    view: () => import('./views/TicketTypesView.vue'),
  },
  {
    name: 'stock',
    path: '/pre-printed',
    title: 'stock.title',
    icon: Printer,
    operations: ['printTickets'],
    begins: [],
    view: () => import('./views/StockView.vue'),
  },
  {
    name: 'park',
    path: '/park',
    title: 'park.title',
    icon: MapLocation,
    operations: ['changePark'],
    begins: [],
    view: () => import('./views/ParkView.vue'),
  },
  {
    name: 'users',
    path: '/users',
    title: 'users.title',
    icon: UserFilled,
    operations: ['listUsers'],
    begins: [],
    view: () => import('./views/UsersView.vue'),
  },
  {
    name: 'data',
    path: '/data',
    title: 'data.title',
    icon: FolderOpened,
    operations: ['importTickets', 'erasePersonalData'],
    begins: [],
    view: () => import('./views/DataView.vue'),
  },
  {
    name: 'audit',
    path: '/audit',
    title: 'audit.title',
    icon: Document,
    operations: ['listAudit'],
    begins: [],
    view: () => import('./views/AuditView.vue'),
  },
];

function holds(wanted: readonly string[], roles: readonly string[]): boolean {
  return wanted.includes('any') || wanted.some((role) => roles.includes(role));
}

/** The pages that somebody may open who has these roles and may call these operations. */
export function pagesFor(roles: readonly string[], operations: readonly string[] = []): readonly Page[] {
  return PAGES.filter((page) => holds(page.roles ?? [], roles) || page.operations.some((operation) => operations.includes(operation)));
}

/** Where he begins: the board, if no page is made for him. */
export function homeFor(roles: readonly string[], operations: readonly string[] = []): string {
  return pagesFor(roles, operations).find((page) => holds(page.begins, roles))?.name ?? 'board';
}
