import { Select } from 'antd'
import { supervisionPaths } from '../../api/supervision.ts'
import { useResource } from '../../hooks/use-resource.ts'

/** Chooses an organ of the county by its name. */
export function OrganField({ value, onChange }: { value: string; onChange: (organId: string) => void }) {
  const { data } = useResource<{ items: { id: string; name: string }[] }>(supervisionPaths.cardOrgans)
  return (
    <div>
      <label htmlFor="organ">单位</label>
      <Select
        id="organ"
        showSearch
        optionFilterProp="label"
        value={value || undefined}
        placeholder="输入单位名称查找"
        style={{ width: '100%' }}
        loading={!data}
        options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={onChange}
      />
    </div>
  )
}
