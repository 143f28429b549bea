import { PartTabs, type Part } from '../../components/part-tabs.tsx'

type Key = 'ratings' | 'follow-ups' | 'figures'

const PARTS: Part<Key>[] = [
  { key: 'follow-ups', label: '差评整改', to: '/ratings/follow-ups', right: 'rating:read' },
  { key: 'ratings', label: '评价', to: '/ratings', right: 'rating:list' },
  { key: 'figures', label: '统计', to: '/ratings/figures', right: 'rating:figures' },
]

/** The parts of the rating desk that this person may open. */
export const RatingsTabs = ({ current }: { current: Key }) => <PartTabs parts={PARTS} current={current} />
