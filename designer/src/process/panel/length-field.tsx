import { useState } from 'react'
import type { LengthLike, LengthUnit, MatterLike } from '../draft.ts'
import { checkLimits, countOf, makeLength, UNIT_WORDS } from '../matter/limits.ts'
import { Choice, CommitNumber } from './field.tsx'

const UNITS = (Object.keys(UNIT_WORDS) as LengthUnit[]).map((value) => ({ value, label: UNIT_WORDS[value] }))

interface LengthFieldProps {
  label: string
  value: LengthLike
  disabled?: boolean
  /** The matter as it would be with this length: what it passes is said while typing. */
  preview(length: LengthLike): Pick<MatterLike, 'limits' | 'steps'>
  place: 'limits' | 'steps'
  onChange(length: LengthLike): void
}

/** `3 个工作日`, with what is wrong with it. */
export function LengthField({ label, value, disabled, preview, place, onChange }: LengthFieldProps) {
  const [typed, setTyped] = useState<number | null>(null)
  const shown = typed === null ? value : makeLength(typed, value.unit)
  const problems = checkLimits(preview(shown)).filter((problem) => problem.place === place)
  return (
    <span className="lianban-length">
      <CommitNumber
        label={label}
        value={countOf(value)}
        disabled={disabled}
        status={problems.length > 0 ? 'error' : ''}
        onType={setTyped}
        onCommit={(count) => onChange(makeLength(count, value.unit))}
      />
      <Choice
        inline
        label={`${label}单位`}
        value={value.unit}
        options={UNITS}
        disabled={disabled}
        onChange={(unit) => unit && onChange(makeLength(countOf(value), unit))}
      />
      {problems.length > 0 && (
        <span className="lianban-said" role="alert">
          {problems.map(({ text }) => text).join(';')}
        </span>
      )}
    </span>
  )
}
