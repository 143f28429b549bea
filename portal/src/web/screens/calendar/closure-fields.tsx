import { Button, Input } from 'antd'
import type { Closure } from '../../api/calendar.ts'
import { useRows } from './use-rows.ts'

/** Working days that the offices are closed by order. */
export function ClosureFields({ initial, onChange }: { initial: Closure[]; onChange: (items: Closure[]) => void }) {
  const { rows, add, put, remove } = useRows(initial, (changed) =>
    onChange(changed.map(({ name, from, to, source }) => ({ name, from, to, source }))),
  )
  return (
    <>
      <p className="quiet">台风、暴雪等原因按命令停止办公的工作日,不计入期限。</p>
      {rows.map(({ key, name, from, to, source }, index) => {
        const which = `第 ${index + 1} 条停办的`
        return (
          <div className="calendar-row" key={key} data-testid="closure">
            <Input type="date" value={from} aria-label={`${which}起始日`} onChange={({ target }) => put(key, { from: target.value })} />
            <Input type="date" value={to} aria-label={`${which}终止日`} onChange={({ target }) => put(key, { to: target.value })} />
            <Input
              value={name}
              placeholder="事由,如 台风停办"
              aria-label={`${which}事由`}
              maxLength={100}
              onChange={({ target }) => put(key, { name: target.value })}
            />
            <Input
              value={source}
              placeholder="依据的文件或通告"
              aria-label={`${which}依据`}
              maxLength={500}
              onChange={({ target }) => put(key, { source: target.value })}
            />
            <Button aria-label={`删除第 ${index + 1} 条停办`} onClick={() => remove(key)}>
              删除
            </Button>
          </div>
        )
      })}
      <Button onClick={() => add({ name: '', from: '', to: '', source: '' })} data-testid="add-closure">
        增加停办
      </Button>
    </>
  )
}
