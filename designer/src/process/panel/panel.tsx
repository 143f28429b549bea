import { useDesk } from '../desk.ts'
import { isA, KIND_TITLES } from '../model/moddle.ts'
import { FlowPanel, GatewayPanel } from './flow-panel.tsx'
import { NameField } from './name-field.tsx'
import { EventPanel, RulePanel, ServicePanel } from './node-panels.tsx'
import { ProcessPanel } from './process-panel.tsx'
import { TaskPanel } from './task-panel.tsx'

/** What is selected, in sentences; nothing selected: the whole procedure. */
export function Panel() {
  const { model, selected } = useDesk()
  const element = selected === null ? undefined : model.elements.get(selected)
  const isWhole = !element || isA(element, 'bpmn:Process')
  return (
    <aside className="lianban-panel" aria-label="设置">
      <h3>{isWhole ? '流程' : (KIND_TITLES[element.$type] ?? '节点')}</h3>
      {/* What is being typed belongs to the element it was typed for. */}
      <div key={element?.id ?? ''}>{isWhole ? <ProcessPanel /> : <ElementPanel />}</div>
    </aside>
  )
}

function ElementPanel() {
  const { model, selected } = useDesk()
  const element = model.elements.get(selected!)!
  if (isA(element, 'bpmn:UserTask')) return <TaskPanel element={element} />
  if (isA(element, 'bpmn:BusinessRuleTask')) return <RulePanel element={element} />
  if (isA(element, 'bpmn:ServiceTask', 'bpmn:SendTask')) return <ServicePanel element={element} />
  if (isA(element, 'bpmn:SequenceFlow')) return <FlowPanel element={element} />
  if (isA(element, 'bpmn:Gateway')) return <GatewayPanel element={element} />
  if (isA(element, 'bpmn:Event')) return <EventPanel element={element} />
  return <NameField element={element} />
}
