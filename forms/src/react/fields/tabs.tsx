import { observer, RecursionField, useField, useFieldSchema } from '@formily/react'
import { type Field, fieldAt, inside } from '@lianban/forms'
import { Badge, Tabs as AntTabs, theme } from 'antd'
import { useEnvironment } from '../context.ts'
import { boxStyle } from '../section-box.tsx'
import { useNarrow } from '../use-place.ts'

/** Sections behind tabs: all are drawn, one is seen, and a tab says how much is wrong behind it. */
export const Tabs = observer(() => {
  const { session } = useEnvironment()
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const field = useField()
  const schema = useFieldSchema()
  const path = field.path.toString()
  const sections = inside(session.schema, path).filter((it) => schema.properties?.[it.key] && session.result.visible[it.path] !== false)
  const wrong = (section: Field) => session.problems.filter((it) => session.containersOf(it.path).includes(section.path)).length
  const opened = session.opened[path]
  const outer = fieldAt(session.schema, path)?.containers.length === 0
  return (
    <AntTabs
      activeKey={typeof opened === 'string' ? opened : sections[0]?.path}
      onChange={(key) => session.open(path, key)}
      animated={false}
      style={{ gridColumn: '1 / -1', ...(outer ? { ...boxStyle(token, narrow), paddingTop: token.paddingXS } : {}) }}
      items={sections.map((section) => ({
        key: section.path,
        label: (
          <Badge count={wrong(section)} size="small" offset={[8, 0]} title={`有 ${wrong(section)} 处需要修改`}>
            {section.title}
          </Badge>
        ),
        forceRender: true,
        children: <RecursionField schema={schema.properties![section.key]!} name={section.key} basePath={field.address} />,
      }))}
    />
  )
})
