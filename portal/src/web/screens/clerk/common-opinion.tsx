import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import type { TaskAction } from '../../api/tasks.ts'
import { phrasesFor, withPhrase } from './phrases.ts'

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
      <div className="phrases" role="group" aria-label="常用语,填入各件">
        {phrasesFor(action).map((phrase) => (
          <Button key={phrase} size="small" disabled={disabled} onClick={() => onFill((opinion) => withPhrase(opinion, phrase))}>
            {phrase}
          </Button>
        ))}
      </div>
    </div>
  )
}
