import { Tabs } from 'antd'
import { useNavigate, useSearchParams } from 'react-router-dom'
import { query } from '../../api/client.ts'
import { useSession } from '../../session.tsx'
import { useInboxLive } from '../../shell/inbox-live.tsx'

export type InboxTab = 'todo' | 'done' | 'reading' | 'questions' | 'calendar' | 'statistics'

const PLACES: Record<InboxTab, { path: string; view?: string }> = {
  todo: { path: '/inbox' },
  done: { path: '/inbox', view: 'done' },
  reading: { path: '/reading' },
  questions: { path: '/questions' },
  calendar: { path: '/due-calendar' },
  statistics: { path: '/my-statistics' },
}

interface Props {
  active: InboxTab
  /** To-dos as the list counted them, until the live count is there. */
  todo?: number
}

/**
 * The tabs of everything that comes to a person, each with its count; what is searched for goes along from one to the other.
 * Who takes no steps has only what he is to read and to answer.
 */
export function InboxTabs({ active, todo }: Props) {
  const { desks } = useSession()
  const live = useInboxLive()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const counted = (label: string, count: number | null | undefined) => (count ? `${label} ${count}` : label)
  const open = (tab: InboxTab) => {
    const { path, view } = PLACES[tab]
    void navigate(path + query(tab === 'calendar' || tab === 'statistics' ? {} : { view, q: params.get('q') }))
  }
  const isClerk = desks.includes('clerk')
  const steps = isClerk
    ? [
        { key: 'todo', label: counted('待办', live.count ?? todo) },
        { key: 'done', label: '已办' },
      ]
    : []
  return (
    <Tabs
      className="desk-tabs"
      activeKey={active}
      onChange={(key) => open(key as InboxTab)}
      items={[
        ...steps,
        { key: 'reading', label: counted('传阅', live.readings) },
        { key: 'questions', label: counted('待答复', live.questions) },
        ...(isClerk
          ? [
              { key: 'calendar', label: '到期日历' },
              { key: 'statistics', label: '我的统计' },
            ]
          : []),
      ]}
    />
  )
}
