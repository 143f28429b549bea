import { Tabs } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useSession } from '../../session.tsx'

type Key = 'desk' | 'deferred' | 'figures' | 'standards'

const TABS: { key: Key; label: string; to: string; right: string }[] = [
  { key: 'desk', label: '案件', to: '/linkage', right: 'incident-ledger:list' },
  { key: 'deferred', label: '缓办挂账', to: '/linkage/deferred', right: 'incident-ledger:list' },
  { key: 'figures', label: '指标', to: '/linkage/figures', right: 'incident-ledger:figures' },
  { key: 'standards', label: '类别标准', to: '/linkage/standards', right: 'incident-ledger:figures' },
]

/** The parts of the desk of 大联动 that this person may open. */
export function LinkageTabs({ current }: { current: Key }) {
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
