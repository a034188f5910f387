import { describe, expect, it } from 'vitest';
import { address, chartOf, daysOf, drawnFirst, REPORTS, reportsFor, shown, text, yearEarlier, type Report } from '../src/reports/reports';

const report: Report = {
  report: 'sales',
  title_zh: '销售报表',
  title_en: 'Sales',
  from: '2026-05-01',
  until: '2026-05-02',
  columns: [
    { key: 'ticket_type', title_zh: '票种代码', title_en: 'Type', kind: 'TEXT' },
    { key: 'name_zh', title_zh: '票种', title_en: 'Ticket type', kind: 'TEXT', language: 'zh' },
    { key: 'name_en', title_zh: '票种', title_en: 'Ticket type', kind: 'TEXT', language: 'en' },
    { key: 'weekday', title_zh: '星期', title_en: 'Weekday', kind: 'ORDINAL', words: { 1: { zh: '周一', en: 'Monday' } } },
    { key: 'tickets', title_zh: '张数', title_en: 'Tickets', kind: 'COUNT' },
    { key: 'net_fen', title_zh: '净收入', title_en: 'Net', kind: 'FEN' },
  ],
  rows: [{ ticket_type: 'A', name_zh: '成人', name_en: 'Adult', weekday: 1, tickets: 1200, net_fen: 1234567 }],
  total: null,
  notes: [],
};

describe('reports', () => {
  it('presets are days of the park, a week begins on Monday', () => {
    // A Sunday.
    expect(daysOf('week', '2026-05-03')).toEqual({ from: '2026-04-27', until: '2026-05-03' });
    expect(daysOf('week', '2026-05-04')).toEqual({ from: '2026-05-04', until: '2026-05-04' });
    expect(daysOf('yesterday', '2026-01-01')).toEqual({ from: '2025-12-31', until: '2025-12-31' });
    expect(daysOf('lastMonth', '2026-03-31')).toEqual({ from: '2026-02-01', until: '2026-02-28' });
    expect(daysOf('year', '2026-03-31').from).toBe('2026-01-01');
    expect(yearEarlier('2024-02-29')).toBe('2023-02-28');
    expect(yearEarlier('2026-05-01')).toBe('2025-05-01');
  });

  it('money is for those who keep the books', () => {
    expect(reportsFor(['listOrders']).map((kind) => kind.id)).toEqual(['passes', 'terminals', 'terminal-messages']);
    expect(reportsFor(['reportSales'])).toEqual(REPORTS);
  });

  it('a comparison too is of all the days that are asked for', () => {
    const comparison = REPORTS.find((kind) => kind.id === 'comparison')!;
    const days = { from: '2026-05-01', until: '2026-05-02', span: 'week' as const };
    expect(address({ kind: comparison, choice: 'sales', ...days })).toBe('/reports/comparison?span=week&from=2026-05-01&until=2026-05-02&what=sales');
    expect(address({ kind: REPORTS[0]!, choice: 'month', ...days })).toBe('/reports/cashiers?from=2026-05-01&until=2026-05-02&each=month');
  });

  it('people read yuan, names and words of their language', () => {
    const row = report.rows[0]!;
    expect(shown(report, 'en').map((column) => text(column, row[column.key], 'en', 'en-GB'))).toEqual(['A', 'Adult', 'Monday', '1,200', '12,345.67']);
    expect(shown(report, 'zh').map((column) => column.key)).not.toContain('name_en');
    expect(text(report.columns[5]!, null, 'en', 'en-GB')).toBe('');
  });

  it('bars are named by names and not by codes, and money stands in yuan', () => {
    expect(drawnFirst(report)).toEqual(['net_fen']);
    const chart = chartOf(report, ['net_fen'], 'zh', 'zh-CN');
    expect(chart?.names).toEqual(['成人 周一']);
    expect(chart?.series).toEqual([{ name: '净收入', money: true, values: [12345.67] }]);
    expect(drawnFirst({ ...report, report: 'terminal-messages' })).toEqual([]);
    expect(chartOf({ ...report, rows: [] }, ['net_fen'], 'zh', 'zh-CN')).toBeNull();
  });
});
