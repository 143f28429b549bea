import { PlusOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useDesignerContext } from '../designer-context.ts'
import { operandsFor } from '../model/condition.ts'
import { readCondition } from '../model/read-condition.ts'
import type { FormNode } from '../model/tree.ts'
import { expressionWords } from '../model/words.ts'
import { ConditionBuilder } from './condition-builder.tsx'
import { FeelInput } from './feel-editor.tsx'

interface ExpressionSettingProps {
  node: FormNode
  label: string
  value: string
  /** A condition can be made of sentences, a computed value only of a formula. */
  condition: boolean
  /** Whether the condition may look at its own field. */
  self: boolean
  onCommit: (text: string) => boolean
  /** Takes the expression away; without it there is no button. */
  onRemove?: () => void
}

/** An expression, as sentences or as a formula, with what it says in Chinese. */
export function ExpressionSetting({ node, label, value, condition, self, onCommit, onRemove }: ExpressionSettingProps) {
  const { resolved, readOnly } = useDesignerContext()
  const [asked, setAsked] = useState<'sentences' | 'formula' | null>(null)
  const [opened, setOpened] = useState(false)
  const owner = resolved.fieldOfId.get(node.id)
  if (!owner) return null
  const own = (path: string) => path === owner.path || path.startsWith(`${owner.path}.`)
  const choices = operandsFor(owner, resolved.fields).filter((it) => self || !own(it.operand.path))
  const read = value === '' ? null : readCondition(value, choices)
  const readable = condition && (value === '' || read !== null)
  if (!condition && value === '' && !opened) {
    return (
      <Button size="small" icon={<PlusOutlined />} disabled={readOnly} onClick={() => setOpened(true)}>
        添加{label}
      </Button>
    )
  }
  const mode = readable ? (asked ?? 'sentences') : 'formula'
  return (
    <div className="lb-form-expression">
      {condition && (
        <Segmented
          size="small"
          aria-label={`${label}的写法`}
          value={mode}
          options={[
            { label: '按句子', value: 'sentences', disabled: !readable },
            { label: '按公式', value: 'formula' },
          ]}
          onChange={setAsked}
        />
      )}
      {condition && !readable && <small className="lb-form-hint">这个公式不能用句子表示,请按公式修改</small>}
      {mode === 'sentences' ? (
        <ConditionBuilder label={label} value={read} choices={choices} disabled={readOnly} onCommit={onCommit} />
      ) : (
        <FeelInput label={label} value={value} owner={owner} fields={resolved.fields} disabled={readOnly} onCommit={onCommit} />
      )}
      {value !== '' && <p className="lb-form-words">{expressionWords(value, owner, resolved.fields)}</p>}
      {value !== '' && onRemove && !readOnly && (
        <Button size="small" type="link" onClick={onRemove}>
          去掉{label}
        </Button>
      )}
    </div>
  )
}
