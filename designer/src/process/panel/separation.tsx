import { Button } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useDesk } from '../desk.ts'
import type { MatterLike, SeparationLike } from '../draft.ts'
import { addRule, apartFrom, changeRule, removeRule } from '../matter/separation.ts'
import { isA, titleOf } from '../model/moddle.ts'
import { Choice, Choices, CommitText, Field } from './field.tsx'

/** The steps of people, to choose among. */
function useSteps(): { value: string; label: string }[] {
  const { model, matter } = useDesk()
  const isOpened = (matter.licenceAct as { by?: string } | undefined)?.by === 'organ'
  return [...model.elements.values()]
    .filter((element) => isA(element, 'bpmn:UserTask') || (isOpened && isA(element, 'bpmn:StartEvent')))
    .map((element) => ({ value: element.id, label: titleOf(element) }))
}

/** Rules of separation of duties: the steps that one person may not take together in one case, and which he may. */
export function Separation() {
  const { matter, known, readOnly, run } = useDesk()
  const steps = useSteps()
  const rules = matter.separation ?? []
  const set = (change: (before: MatterLike) => MatterLike) => void run((draft) => ({ ...draft, matter: change(draft.matter) }))
  const kinds = known.separationRules ?? rules.map(({ rule, text }) => ({ rule, label: text }))
  const first = kinds[0]
  return (
    <section aria-label="回避和分离">
      <div className="lianban-section-title">
        应当由不同人员办理
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          disabled={readOnly || !first || steps.length < 2}
          onClick={() =>
            set((before) =>
              addRule(before, { rule: first!.rule, text: first!.label, elements: steps.slice(0, 2).map(({ value }) => value) }),
            )
          }
        >
          加分离要求
        </Button>
      </div>
      {rules.map((rule, index) => (
        <div key={index} className="lianban-action" role="group" aria-label={rule.text}>
          <div className="lianban-action-head">
            <Choice
              inline
              label={`第 ${index + 1} 条分离的规则`}
              value={rule.rule}
              options={kinds.map((one) => ({ value: one.rule, label: one.label }))}
              disabled={readOnly}
              onChange={(next) => next && set((before) => changeRule(before, index, { rule: next }))}
            />
            <Button
              size="small"
              type="text"
              danger
              aria-label={`删除第 ${index + 1} 条分离`}
              icon={<DeleteOutlined />}
              disabled={readOnly || rules.length === 1}
              onClick={() => set((before) => removeRule(before, index))}
            />
          </div>
          <Rule rule={rule} index={index} steps={steps} onChange={(part) => set((before) => changeRule(before, index, part))} />
        </div>
      ))}
    </section>
  )
}

interface RuleProps {
  rule: SeparationLike
  index: number
  steps: { value: string; label: string }[]
  onChange(part: Partial<SeparationLike>): void
}

function Rule({ rule, index, steps, onChange }: RuleProps) {
  const { readOnly } = useDesk()
  const groups = rule.together ?? []
  const rest = rule.elements.filter((id) => !groups.flat().includes(id))
  const among = steps.filter(({ value }) => rule.elements.includes(value))
  return (
    <>
      <Field label="告知的理由">
        {(id) => (
          <CommitText
            id={id}
            size="small"
            value={rule.text}
            disabled={readOnly}
            onCommit={(text) => text.trim() && onChange({ text: text.trim() })}
          />
        )}
      </Field>
      <Field label="不得由同一人办理的环节">
        {(id) => (
          <Choices
            id={id}
            label={`第 ${index + 1} 条分离的环节`}
            value={rule.elements}
            options={steps}
            disabled={readOnly}
            onChange={(elements) => elements.length > 0 && onChange({ elements })}
          />
        )}
      </Field>
      {groups.map((group, at) => (
        <Field key={at} label="其中可以由同一人办理的环节" help="清空即不再允许">
          {(id) => (
            <Choices
              id={id}
              label={`第 ${index + 1} 条分离的例外 ${at + 1}`}
              value={group}
              options={among}
              disabled={readOnly}
              onChange={(next) => onChange({ together: groups.map((one, which) => (which === at ? next : one)) })}
            />
          )}
        </Field>
      ))}
      <Button
        size="small"
        type="text"
        icon={<PlusOutlined />}
        disabled={readOnly || rule.elements.length < 3}
        onClick={() => onChange({ together: [...groups, (rest.length > 1 ? rest : rule.elements).slice(0, 2)] })}
      >
        加例外(可以由同一人办理)
      </Button>
    </>
  )
}

/** Of one step, in words: whoever did which others may not do it. */
export function ApartWords({ id }: { id: string }) {
  const { matter } = useDesk()
  const steps = useSteps()
  const names = apartFrom(matter, id).map((other) => steps.find(({ value }) => value === other)?.label ?? other)
  return (
    <p className="lianban-field-help">
      {names.length > 0 ? `办理过「${names.join('」「')}」的人员不得办理本环节` : '没有设定与哪些环节分离'}。分离要求在流程的设置里编辑
    </p>
  )
}
