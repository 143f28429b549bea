import { useDesk } from '../desk.ts'
import type { SettingGroup } from '../engine-settings/index.ts'
import { isA, KIND_TITLES, listOf, processOf, type Moddle } from '../model/moddle.ts'
import { EngineFields } from './engine-fields.tsx'
import { FlowPanel, GatewayPanel } from './flow-panel.tsx'
import { NameField } from './name-field.tsx'
import { EventPanel, Interrupting, RulePanel, ServicePanel } from './node-panels.tsx'
import { PlainTaskPanel } from './plain-task-panel.tsx'
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
      <div key={element?.id ?? ''}>{isWhole ? <WholePanel /> : <ElementPanel />}</div>
    </aside>
  )
}

function WholePanel() {
  const { model, matter } = useDesk()
  const process = processOf(model.definitions)
  if (!matter.isPlain) return <ProcessPanel />
  return process ? <NameField element={process} /> : null
}

function ElementPanel() {
  const { model, matter, selected } = useDesk()
  const element = model.elements.get(selected!)!
  if (isA(element, 'bpmn:SequenceFlow')) return <FlowPanel element={element} />
  if (matter.isPlain) return isA(element, 'bpmn:UserTask') ? <PlainTaskPanel element={element} /> : <PlainPanel element={element} />
  if (isA(element, 'bpmn:UserTask')) return <TaskPanel element={element} />
  return (
    <>
      <MatterElementPanel element={element} />
      {isA(element, 'bpmn:FlowNode') && <EngineFields element={element} without={saidBy(element)} />}
    </>
  )
}

function MatterElementPanel({ element }: { element: Moddle }) {
  if (isA(element, 'bpmn:BusinessRuleTask')) return <RulePanel element={element} />
  if (isA(element, 'bpmn:ServiceTask', 'bpmn:SendTask')) return <ServicePanel element={element} />
  if (isA(element, 'bpmn:Gateway')) return <GatewayPanel element={element} />
  if (isA(element, 'bpmn:Event')) return <EventPanel element={element} />
  return <NameField element={element} />
}

/** What the panels of a matter's elements say in their own words. */
function saidBy(element: Moddle): SettingGroup['key'][] {
  const isTimer = listOf(element, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:TimerEventDefinition')
  if (isTimer) return ['event']
  return isA(element, 'bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask') ? ['work'] : []
}

/** Of a process that is no matter: names, ways and decisions as everywhere, else what the engine reads. */
function PlainPanel({ element }: { element: Moddle }) {
  if (isA(element, 'bpmn:Gateway')) return <GatewayPanel element={element} />
  return (
    <>
      {isA(element, 'bpmn:BusinessRuleTask') ? <RulePanel element={element} /> : <NameField element={element} />}
      {isA(element, 'bpmn:BoundaryEvent') && <Interrupting element={element} />}
      <EngineFields element={element} />
    </>
  )
}
