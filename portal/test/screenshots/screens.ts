import type { ApiClient } from '../support/api-client.ts'

/** One of the pictures of docs/screenshots. */
export interface Screen {
  /** Of the file: `<role>-<goal>`. */
  name: string
  /** Who looks at it; null: nobody is logged in. */
  who: string | null
  path: string | ((client: ApiClient) => Promise<string | null>)
}

interface Listed {
  items: { id: string; taskId?: string }[]
}

/** The address of the first of a list; null: the month that was played has none. */
const first =
  (list: string, address: (id: string) => string) =>
  async (client: ApiClient): Promise<string | null> => {
    const { items } = (await client.get<Listed>(list)).body
    const id = items[0]?.taskId ?? items[0]?.id
    return id === undefined ? null : address(id)
  }

/** The address of the oldest of a list, which has gone furthest. */
const oldest =
  (list: string, address: (id: string) => string) =>
  async (client: ApiClient): Promise<string | null> => {
    const id = (await client.get<Listed>(list)).body.items.at(-1)?.id
    return id === undefined ? null : address(id)
  }

/** Every main screen, by desk. */
export const SCREENS: readonly Screen[] = [
  { name: 'login', who: null, path: '/login' },
  { name: 'public-catalogue', who: null, path: '/guide' },
  { name: 'public-guide', who: null, path: '/guide/food-business-licence' },
  { name: 'public-ask', who: null, path: '/ask' },
  { name: 'public-publicity', who: null, path: '/publicity' },
  { name: 'public-receipt', who: null, path: '/receipt' },

  { name: 'applicant-catalogue', who: 'shenqing', path: '/matters' },
  { name: 'applicant-guide', who: 'shenqing', path: '/matters/food-business-licence' },
  { name: 'applicant-apply', who: 'shenqing', path: '/matters/food-business-licence/apply' },
  { name: 'applicant-theme', who: 'shenqing', path: '/matters/opening-a-restaurant' },
  { name: 'applicant-cases', who: 'shenqing', path: '/my-cases' },
  { name: 'applicant-case', who: 'shenqing', path: first('/api/cases?view=mine', (id) => `/my-cases/${id}`) },
  { name: 'applicant-licences', who: 'shenqing', path: '/my-licences' },

  { name: 'applicant-consultations', who: 'shenqing', path: '/my-consultations' },
  { name: 'applicant-report', who: 'shenqing', path: '/report' },

  { name: 'window-desk', who: 'chuangkou', path: '/window' },
  { name: 'window-assist', who: 'chuangkou', path: '/window/assist' },
  { name: 'clerk-inbox', who: 'chengban', path: '/inbox' },
  { name: 'clerk-task', who: 'chengban', path: first('/api/inbox?view=todo', (id) => `/tasks/${id}`) },
  { name: 'clerk-due-calendar', who: 'chengban', path: '/due-calendar' },
  { name: 'clerk-statistics', who: 'chengban', path: '/my-statistics' },
  { name: 'clerk-consultations', who: 'juzhang', path: '/consultations' },
  { name: 'clerk-cases', who: 'chengban', path: '/cases?status=all' },
  { name: 'clerk-case', who: 'chengban', path: first('/api/cases?view=organ', (id) => `/cases/${id}`) },
  { name: 'clerk-duties', who: 'chengban', path: '/duties' },
  { name: 'leader-licences', who: 'juzhang', path: '/licences' },
  { name: 'leader-registers', who: 'juzhang', path: '/registers' },
  { name: 'leader-archives', who: 'juzhang', path: '/archives' },
  { name: 'leader-ratings', who: 'juzhang', path: '/ratings' },

  { name: 'supervisor-board', who: 'zhuguan', path: '/board' },
  { name: 'supervisor-wall', who: 'zhuguan', path: '/board?screen=1' },
  { name: 'supervisor-reports', who: 'zhuguan', path: '/reports' },
  { name: 'supervisor-halls', who: 'zhuguan', path: '/halls' },
  { name: 'supervisor-statistics', who: 'zhuguan', path: '/supervision/statistics' },
  { name: 'supervisor-rules', who: 'zhuguan', path: '/supervision/rules' },
  { name: 'supervisor-studio', who: 'zhuguan', path: '/studio' },
  { name: 'supervisor-live', who: 'zhuguan', path: '/studio/live/food-business-licence' },
  { name: 'supervisor-calendar', who: 'zhuguan', path: '/calendar' },

  { name: 'grid-report', who: 'lianhu-wangge', path: '/report' },
  { name: 'linkage-desk', who: 'xxzx-paiqian', path: '/linkage' },
  { name: 'linkage-incident', who: 'xxzx-paiqian', path: first('/api/linkage/incidents', (id) => `/linkage/incidents/${id}`) },
  { name: 'linkage-figures', who: 'xxzx-paiqian', path: '/linkage/figures' },
  { name: 'linkage-deferred', who: 'xxzx-paiqian', path: '/linkage/deferred' },
  { name: 'linkage-standards', who: 'xxzx-paiqian', path: '/linkage/standards' },
  { name: 'assessment-start', who: 'lianhu-mubiao', path: '/start' },
  { name: 'assessment-library', who: 'fgw-kaohe', path: '/assessment' },
  { name: 'assessment-ranking', who: 'fgw-kaohe', path: oldest('/api/assessment/frames', (id) => `/assessment/ranking?frame=${id}`) },
  { name: 'assessment-sheet', who: 'fgw-kaohe', path: oldest('/api/assessment/frames', (id) => `/assessment/sheet/${id}/lianhu`) },
  { name: 'assessment-duties', who: 'fgw-kaohe', path: '/assessment/duties' },
  { name: 'projects-list', who: 'fgw-pizhun', path: '/projects' },
  { name: 'projects-project', who: 'fgw-pizhun', path: oldest('/api/projects', (id) => `/projects/${id}`) },
  { name: 'projects-bot-months', who: 'fgw-pizhun', path: '/bot-months' },
  { name: 'projects-fund', who: 'fgw-pizhun', path: '/special-fund' },

  { name: 'auditor-overview', who: 'jianjian', path: '/supervision' },
  { name: 'auditor-cards', who: 'jianjian', path: '/supervision/cards' },
  { name: 'auditor-log', who: 'jianjian', path: '/supervision/log' },
  { name: 'auditor-checkpoints', who: 'jianjian', path: '/supervision/checkpoints' },
  { name: 'auditor-case', who: 'jianjian', path: first('/api/cases?view=all', (id) => `/supervision/cases/${id}`) },

  { name: 'admin-organs', who: 'xitong', path: '/organs' },
  { name: 'admin-users', who: 'xitong', path: '/users' },
  { name: 'admin-web-hooks', who: 'xitong', path: '/web-hooks' },
  { name: 'admin-deliveries', who: 'xitong', path: '/deliveries' },
  { name: 'admin-rights', who: 'anquan', path: '/permissions' },
]
