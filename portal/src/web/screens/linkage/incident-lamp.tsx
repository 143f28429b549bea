import type { IncidentLamp } from '../../api/linkage.ts'
import { LAMPS } from './words.ts'

const SIGNS: Record<IncidentLamp, [lamp: string, sign: string]> = {
  normal: ['normal', '●'],
  warning: ['warning', '△'],
  overdue: ['red', '■'],
  suspended: ['suspended', '‖'],
  done: ['done', '✓'],
}

/** How an incident stands in time: shape, colour, word. */
export function IncidentLampSign({ lamp }: { lamp: IncidentLamp }) {
  const [name, sign] = SIGNS[lamp]
  return (
    <span className={`lamp lamp-${name}`} data-testid={`incident-lamp-${lamp}`}>
      <span className="lamp-sign" aria-hidden="true">
        {sign}
      </span>
      {LAMPS[lamp]}
    </span>
  )
}
