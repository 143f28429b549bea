import { createSchemaField } from '@formily/react'
import { AddressPoint } from './fields/address-point.tsx'
import { ArrayTable, CardList } from './fields/array-table.tsx'
import { Cascader } from './fields/cascader.tsx'
import { Checkbox, Radio, Select, Switch } from './fields/choice.tsx'
import { Computed, Hidden } from './fields/computed.tsx'
import { DatePicker, DateRange } from './fields/date-picker.tsx'
import { Group } from './fields/group.tsx'
import { Notice } from './fields/notice.tsx'
import { MoneyInput, NumberInput } from './fields/number-input.tsx'
import { Section } from './fields/section.tsx'
import { Signature } from './fields/signature.tsx'
import { Steps } from './fields/steps.tsx'
import { Tabs } from './fields/tabs.tsx'
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
    BankCard: TextInput,
    TextArea,
    NumberInput,
    MoneyInput,
    Select,
    Organ: Select,
    User: Select,
    Cascader,
    Region: Cascader,
    Radio,
    Checkbox,
    DatePicker,
    DateRange,
    AddressPoint,
    Switch,
    Upload,
    Signature,
    ArrayTable,
    CardList,
    Section,
    Group,
    Tabs,
    Steps,
    Notice,
    Computed,
    Hidden,
  },
})
