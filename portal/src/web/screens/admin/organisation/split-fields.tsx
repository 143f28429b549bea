import { Button, Form, Radio, Select } from 'antd'
import { useEffect, useState } from 'react'
import { organisation, type Footprint, type NewOrgan, type Organ } from '../../../api/organisation.ts'
import { NewOrganFields } from './new-organ-fields.tsx'

interface PartValues {
  target?: string
  organ?: NewOrgan
  people?: string[]
  children?: string[]
  heir?: boolean
}

const NEW = '+new'

/** The successors of an organ that is split up, and who and what goes where. */
export function SplitFields({ organ, organs, others }: { organ: Organ; organs: Organ[]; others: { value: string; label: string }[] }) {
  const form = Form.useFormInstance()
  const parts = (Form.useWatch('parts', form) as PartValues[] | undefined) ?? []
  const people = usePeople(organ.id)
  const children = organs.filter(({ parentId }) => parentId === organ.id).map(({ id, shortName }) => ({ value: id, label: shortName }))
  const setHeir = (index: number) =>
    form.setFieldValue(
      'parts',
      parts.map((part, i) => ({ ...part, heir: i === index })),
    )
  return (
    <Form.List name="parts">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <fieldset className="split-part" key={key}>
              <legend>承接单位 {name + 1}</legend>
              <Form.Item name={[name, 'target']} label="单位" rules={[{ required: true, message: '请选择承接单位' }]}>
                <Select showSearch optionFilterProp="label" options={[{ value: NEW, label: '+ 新设一个单位' }, ...others]} />
              </Form.Item>
              {parts[name]?.target === NEW && <NewOrganFields path={[name, 'organ']} organs={others} />}
              <Radio checked={parts[name]?.heir === true} onChange={() => setHeir(name)}>
                承接在办事项,以及未安排的人员和下级单位
              </Radio>
              {parts[name]?.heir !== true && (
                <>
                  <Form.Item name={[name, 'people']} label="转入的人员">
                    <Select mode="multiple" optionFilterProp="label" options={people} placeholder="可不选" />
                  </Form.Item>
                  {children.length > 0 && (
                    <Form.Item name={[name, 'children']} label="转入的下级单位">
                      <Select mode="multiple" optionFilterProp="label" options={children} placeholder="可不选" />
                    </Form.Item>
                  )}
                </>
              )}
              {fields.length > 2 && <Button onClick={() => remove(name)}>移除</Button>}
            </fieldset>
          ))}
          <Button className="gap-below" onClick={() => add({ heir: false })}>
            添加承接单位
          </Button>
        </>
      )}
    </Form.List>
  )
}

function usePeople(organId: string): { value: string; label: string }[] {
  const [footprint, setFootprint] = useState<Footprint | null>(null)
  useEffect(() => {
    organisation.footprint([organId]).then(setFootprint, () => setFootprint(null))
  }, [organId])
  return [...new Map((footprint?.posts ?? []).map(({ userId, userName }) => [userId, { value: userId, label: userName }])).values()]
}

export const bodyOfSplit = (parts: PartValues[]) =>
  parts.map(({ target, organ, people = [], children = [], heir = false }) => ({
    organ: target === NEW ? { parentId: null, ...organ } : { id: target },
    heir,
    people: heir ? [] : people,
    children: heir ? [] : children,
  }))
