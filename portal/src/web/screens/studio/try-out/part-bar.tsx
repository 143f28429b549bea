import type { PartShown } from '@lianban/processes/try-out'
import { Radio } from 'antd'

interface Props {
  /** Name of the whole. */
  name: string
  parts: readonly PartShown[]
  /** Whose case is shown; null: the whole. */
  part: string | null
  onChange: (part: string | null) => void
}

const WHOLE = ''

/** A joint case 一件事 and the cases of its matters: where each stands, and which one is shown. */
export function PartBar({ name, parts, part, onChange }: Props) {
  if (parts.length === 0) return null
  return (
    <Radio.Group
      className="try-out-parts"
      aria-label="办件"
      value={part ?? WHOLE}
      onChange={({ target }) => onChange((target.value as string) || null)}
      data-testid="parts"
    >
      <Radio.Button value={WHOLE}>{name}</Radio.Button>
      {parts.map((one) => (
        <Radio.Button key={one.part} value={one.part} disabled={one.view === null} title={one.reason ?? one.organName}>
          {one.name} <span className="try-out-part-state">{one.stateText}</span>
        </Radio.Button>
      ))}
    </Radio.Group>
  )
}
