import { PartTabs, type Part } from '../../components/part-tabs.tsx'

type Key = 'desk' | 'deferred' | 'figures' | 'standards'

const PARTS: Part<Key>[] = [
  { key: 'desk', label: '案件', to: '/linkage', right: 'incident-ledger:list' },
  { key: 'deferred', label: '缓办挂账', to: '/linkage/deferred', right: 'incident-ledger:list' },
  { key: 'figures', label: '指标', to: '/linkage/figures', right: 'incident-ledger:figures' },
  { key: 'standards', label: '类别标准', to: '/linkage/standards', right: 'incident-ledger:figures' },
]

/** The parts of the desk of 大联动 that this person may open. */
export const LinkageTabs = ({ current }: { current: Key }) => <PartTabs parts={PARTS} current={current} />
