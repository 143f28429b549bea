import { Tabs } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useSession } from '../../session.tsx'
import { useInboxLive } from '../../shell/inbox-live.tsx'

export type InboxTab = 'todo' | 'done' | 'reading' | 'questions'

const PLACES: Record<InboxTab, string> = { todo: '/inbox', done: '/inbox?view=done', reading: '/reading', questions: '/questions' }

/** The tabs of everything that comes to a person; who takes no steps has only what he is to read and to answer. */
export function InboxTabs({ active, todo }: { active: InboxTab; todo?: number }) {
  const { desks } = useSession()
  const { readings, questions } = useInboxLive()
  const navigate = useNavigate()
  const counted = (label: string, count: number | null | undefined) => (count ? `${label} ${count}` : label)
  const steps = desks.includes('clerk')
    ? [
        { key: 'todo', label: todo === undefined ? '待办' : `待办 ${todo}` },
        { key: 'done', label: '已办' },
      ]
    : []
  return (
    <Tabs
      className="desk-tabs"
      activeKey={active}
      onChange={(key) => void navigate(PLACES[key as InboxTab])}
      items={[...steps, { key: 'reading', label: counted('传阅', readings) }, { key: 'questions', label: counted('待答复', questions) }]}
    />
  )
}
