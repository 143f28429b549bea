import { Radio } from 'antd'
import { useState } from 'react'
import type { CategoryChoice } from '../../api/linkage.ts'

/** Two taps: the class, then what it is. */
export function CategoryPicker({
  items,
  value,
  onChange,
}: {
  items: CategoryChoice[]
  value: string | null
  onChange(code: string): void
}) {
  const classes = [...new Map(items.map((item) => [`${item.kind} ${item.className}`, item])).entries()]
  const chosen = items.find(({ code }) => code === value)
  const [open, setOpen] = useState(chosen ? `${chosen.kind} ${chosen.className}` : '')
  return (
    <div className="category-picker" data-testid="category-picker">
      <Radio.Group aria-label="大类" value={open} onChange={({ target }) => setOpen(target.value as string)} className="chips">
        {classes.map(([key, { className }]) => (
          <Radio.Button key={key} value={key}>
            {className}
          </Radio.Button>
        ))}
      </Radio.Group>
      {open !== '' && (
        <Radio.Group aria-label="小类" value={value} onChange={({ target }) => onChange(target.value as string)} className="chips sub">
          {items
            .filter(({ kind, className }) => `${kind} ${className}` === open)
            .map(({ code, name }) => (
              <Radio.Button key={code} value={code}>
                {name}
              </Radio.Button>
            ))}
        </Radio.Group>
      )}
    </div>
  )
}
