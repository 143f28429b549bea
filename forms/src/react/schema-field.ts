import { createSchemaField } from '@formily/react'
import { ArrayTable } from './fields/array-table.tsx'
import { Checkbox, Radio, Select, Switch } from './fields/choice.tsx'
import { DatePicker } from './fields/date-picker.tsx'
import { Notice } from './fields/notice.tsx'
import { MoneyInput, NumberInput } from './fields/number-input.tsx'
import { Section } from './fields/section.tsx'
import { TextArea, TextInput } from './fields/text-input.tsx'
import { Upload } from './fields/upload.tsx'
import { FieldItem } from './field-item.tsx'

/** Draws a Formily schema with the closed list of components. */
export const SchemaField = createSchemaField({
  components: {
    FieldItem,
    Input: TextInput,
    Address: TextInput,
    CitizenId: TextInput,
    CreditCode: TextInput,
    Phone: TextInput,
    TextArea,
    NumberInput,
    MoneyInput,
    Select,
    Radio,
    Checkbox,
    DatePicker,
    Switch,
    Upload,
    ArrayTable,
    Section,
    Notice,
  },
})
