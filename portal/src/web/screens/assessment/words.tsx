import { PROGRESS_LIGHTS } from '@lianban/processes/labels'
import type { Light } from '../../api/assessment.ts'

const SIGNS: Record<Light, string> = { done: '✓', 'on-time': '●', slow: '△', stalled: '■', missing: '?', none: '○' }

/** How far a target has come: a sign and its words, never colour alone. */
export function ProgressLamp({ light }: { light: Light }) {
  return (
    <span className={`progress-${light}`}>
      <span aria-hidden="true">{SIGNS[light]}</span> {PROGRESS_LIGHTS[light]}
    </span>
  )
}

/** Thousandths of a point as people read them; what is not scored yet is said, not zero. */
export const pointsText = (points: number | null): string => (points === null ? '待补' : String(points / 1000))
