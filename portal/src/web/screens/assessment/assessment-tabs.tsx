import { Tabs } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useSession } from '../../session.tsx'

type Key = 'library' | 'ranking' | 'duties'

const TABS: { key: Key; label: string; to: string; right: string }[] = [
  { key: 'library', label: '目标库', to: '/assessment', right: 'assessment:list' },
  { key: 'ranking', label: '得分和名次', to: '/assessment/ranking', right: 'assessment:list' },
  { key: 'duties', label: '责任分工', to: '/assessment/duties', right: 'assessment:list' },
]

/** The parts of performance assessment that this person may open. */
export function AssessmentTabs({ current }: { current: Key }) {
  const navigate = useNavigate()
  const { rights } = useSession()
  const mine = TABS.filter(({ right }) => rights.includes(right))
  return (
    <Tabs
      activeKey={current}
      items={mine.map(({ key, label }) => ({ key, label }))}
      onChange={(key) => void navigate(mine.find((tab) => tab.key === key)!.to)}
    />
  )
}
