import { Tag } from 'antd'
import type { Licence, LicenceStanding } from '../api/licences.ts'
import { dayText } from '../time.ts'

const COLOURS: Record<LicenceStanding, string> = {
  valid: 'success',
  lapsed: 'default',
  withdrawn: 'error',
  revoked: 'error',
  cancelled: 'default',
}
/** From so many days before the end on it is said in the list. */
const SOON_DAYS = 60

/** What a licence is today, in words; the colour only helps the eye. */
export function LicenceState({ item }: { item: Pick<Licence, 'standing' | 'standingText'> }) {
  return (
    <Tag color={COLOURS[item.standing]} className="status" data-testid={`licence-${item.standing}`}>
      {item.standingText}
    </Tag>
  )
}

/** From when to when, and how long it still is where that matters. */
export function Validity({ item }: { item: Licence }) {
  if (item.validUntil === null) return <>{item.validFrom} 起长期有效</>
  const soon = item.daysLeft !== null && item.daysLeft <= SOON_DAYS
  return (
    <>
      <span className="nowrap">
        {item.validFrom} 至 {item.validUntil}
      </span>
      {soon && (
        <div className="tone-near" title={dayText(item.validUntil)}>
          {item.daysLeft === 0 ? '今日到期' : `还有 ${item.daysLeft} 天到期`}
        </div>
      )}
    </>
  )
}
