#!/usr/bin/env node
import { enter } from '../dist/entry.js'

await enter(process)
