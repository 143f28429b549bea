import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Check } from '@lianban/forms'
import { Button } from 'antd'
import { useState } from 'react'
import { useDesignerContext } from '../designer-context.ts'
import type { FormNode } from '../model/tree.ts'
import { ExpressionSetting } from './expression-setting.tsx'
import { TextSetting } from './inputs.tsx'

/** What is wrong when, and what is then said. A new one becomes part of the form when it has both. */
export function ChecksEditor({ node, onCommit }: { node: FormNode; onCommit: (checks: Check[] | undefined) => boolean }) {
  const { readOnly } = useDesignerContext()
  const checks = node.schema['x-checks'] ?? []
  const [fresh, setFresh] = useState<Check | null>(null)
  const hand = (next: Check[]) => onCommit(next.length > 0 ? next : undefined)
  function change(index: number, check: Check): boolean {
    if (index < checks.length) return hand(checks.map((it, at) => (at === index ? check : it)))
    if (check.when === '' || check.message === '') {
      setFresh(check)
      return true
    }
    const taken = hand([...checks, check])
    if (taken) setFresh(null)
    return taken
  }
  const shown = fresh ? [...checks, fresh] : checks
  return (
    <div className="lb-form-list">
      {shown.map((check, index) => (
        <div key={index} role="group" aria-label={`校验 ${index + 1}`} className="lb-form-check">
          <div className="lb-form-check-head">
            <span>下列情况不能提交</span>
            {!readOnly && (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={`删除校验 ${index + 1}`}
                onClick={() => (index < checks.length ? hand(checks.filter((_, at) => at !== index)) : setFresh(null))}
              />
            )}
          </div>
          <ExpressionSetting
            node={node}
            label={`校验 ${index + 1} 的条件`}
            value={check.when}
            condition
            self
            onCommit={(when) => change(index, { ...check, when })}
          />
          <TextSetting
            label={`校验 ${index + 1} 的提示`}
            placeholder="提示:什么不对,怎样改正"
            value={check.message}
            disabled={readOnly}
            onCommit={(message) => change(index, { ...check, message })}
          />
        </div>
      ))}
      {fresh && <small className="lb-form-hint">条件和提示都填写后生效</small>}
      {!readOnly && !fresh && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => setFresh({ when: '', message: '' })}>
          添加校验
        </Button>
      )}
    </div>
  )
}
