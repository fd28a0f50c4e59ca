import { memoryStorage } from './memory.ts'
import { storageSuite } from './suite.ts'

storageSuite('memoryStorage', memoryStorage)
