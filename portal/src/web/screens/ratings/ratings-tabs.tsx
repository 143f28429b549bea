import { Tabs } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useSession } from '../../session.tsx'

type Key = 'ratings' | 'follow-ups' | 'figures'

const TABS: { key: Key; label: string; to: string; right: string }[] = [
  { key: 'follow-ups', label: '差评整改', to: '/ratings/follow-ups', right: 'rating:read' },
  { key: 'ratings', label: '评价', to: '/ratings', right: 'rating:list' },
  { key: 'figures', label: '统计', to: '/ratings/figures', right: 'rating:figures' },
]

/** The parts of the rating desk that this person may open. */
export function RatingsTabs({ current }: { current: Key }) {
  const navigate = useNavigate()
  const { rights } = useSession()
  const mine = TABS.filter(({ right }) => rights.includes(right))
  if (mine.length < 2) return null
  return (
    <Tabs
      activeKey={current}
      items={mine.map(({ key, label }) => ({ key, label }))}
      onChange={(key) => void navigate(mine.find((tab) => tab.key === key)!.to)}
    />
  )
}
