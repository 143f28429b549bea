import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import type { TaskAction } from '../../api/tasks.ts'
import { PhrasePicker } from '../../components/phrase-picker.tsx'

interface Props {
  action: Pick<TaskAction, 'kind'>
  disabled: boolean
  /** Changes the opinion of every task. */
  onFill: (change: (opinion: string) => string) => void
}

/** The same words for all, to be changed in each afterwards. */
export function CommonOpinion({ action, disabled, onFill }: Props) {
  const [text, setText] = useState('')
  return (
    <div className="gap-below">
      <label htmlFor="common-opinion">统一意见</label>
      <Space.Compact block>
        <Input
          id="common-opinion"
          maxLength={2000}
          value={text}
          disabled={disabled}
          onChange={({ target }) => setText(target.value)}
          data-testid="common-opinion"
        />
        <Button disabled={disabled || !text.trim()} onClick={() => onFill(() => text.trim())} data-testid="fill-opinions">
          填入各件
        </Button>
      </Space.Compact>
      <PhrasePicker kind={action.kind} value={null} disabled={disabled} onPick={onFill} />
    </div>
  )
}
