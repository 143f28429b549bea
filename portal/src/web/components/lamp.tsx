import { LAMP_TEXTS } from '@lianban/processes/labels'
import type { LampName } from '../api/cases.ts'

/** Shape and colour of each lamp; the word always stands beside it, so that no meaning hangs on colour alone. */
const SIGNS: Record<LampName, string> = {
  none: '○',
  normal: '●',
  suspended: '‖',
  warning: '△',
  yellow: '▲',
  red: '■',
  supervised: '◆',
  done: '✓',
}

/** A supervision lamp: shape, colour, word. */
export function Lamp({ lamp }: { lamp: LampName }) {
  return (
    <span className={`lamp lamp-${lamp}`} data-testid={`lamp-${lamp}`}>
      <span className="lamp-sign" aria-hidden="true">
        {SIGNS[lamp] ?? SIGNS.none}
      </span>
      {LAMP_TEXTS[lamp] ?? lamp}
    </span>
  )
}

/** The order from what needs a look first. */
export const LAMP_ORDER: LampName[] = ['red', 'yellow', 'warning', 'supervised', 'suspended', 'normal', 'none', 'done']
