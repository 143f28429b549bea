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

/** Every main screen, by desk. */
export const SCREENS: readonly Screen[] = [
  { name: 'login', who: null, path: '/login' },
  { name: 'public-publicity', who: null, path: '/publicity' },
  { name: 'public-receipt', who: null, path: '/receipt' },

  { name: 'applicant-catalogue', who: 'shenqing', path: '/matters' },
  { name: 'applicant-guide', who: 'shenqing', path: '/matters/food-business-licence' },
  { name: 'applicant-apply', who: 'shenqing', path: '/matters/food-business-licence/apply' },
  { name: 'applicant-theme', who: 'shenqing', path: '/matters/opening-a-restaurant' },
  { name: 'applicant-cases', who: 'shenqing', path: '/my-cases' },
  { name: 'applicant-case', who: 'shenqing', path: first('/api/cases?view=mine', (id) => `/my-cases/${id}`) },
  { name: 'applicant-licences', who: 'shenqing', path: '/my-licences' },

  { name: 'clerk-inbox', who: 'chengban', path: '/inbox' },
  { name: 'clerk-task', who: 'chengban', path: first('/api/inbox?view=todo', (id) => `/tasks/${id}`) },
  { name: 'clerk-cases', who: 'chengban', path: '/cases?status=all' },
  { name: 'clerk-case', who: 'chengban', path: first('/api/cases?view=organ', (id) => `/cases/${id}`) },
  { name: 'clerk-duties', who: 'chengban', path: '/duties' },
  { name: 'leader-licences', who: 'juzhang', path: '/licences' },
  { name: 'leader-registers', who: 'juzhang', path: '/registers' },
  { name: 'leader-archives', who: 'juzhang', path: '/archives' },
  { name: 'leader-ratings', who: 'juzhang', path: '/ratings' },

  { name: 'supervisor-board', who: 'zhuguan', path: '/board' },
  { name: 'supervisor-statistics', who: 'zhuguan', path: '/supervision/statistics' },
  { name: 'supervisor-rules', who: 'zhuguan', path: '/supervision/rules' },
  { name: 'supervisor-studio', who: 'zhuguan', path: '/studio' },
  { name: 'supervisor-live', who: 'zhuguan', path: '/studio/live/food-business-licence' },
  { name: 'supervisor-calendar', who: 'zhuguan', path: '/calendar' },

  { name: 'auditor-overview', who: 'jianjian', path: '/supervision' },
  { name: 'auditor-cards', who: 'jianjian', path: '/supervision/cards' },
  { name: 'auditor-log', who: 'jianjian', path: '/supervision/log' },
  { name: 'auditor-checkpoints', who: 'jianjian', path: '/supervision/checkpoints' },
  { name: 'auditor-case', who: 'jianjian', path: first('/api/cases?view=all', (id) => `/supervision/cases/${id}`) },

  { name: 'admin-organs', who: 'xitong', path: '/organs' },
  { name: 'admin-users', who: 'xitong', path: '/users' },
  { name: 'admin-rights', who: 'anquan', path: '/permissions' },
]
