import type { CommandTable } from './shell/command.ts';

/** All commands, each in a file that is loaded when it is called. */
export const commandTable: CommandTable = {
  init: {
    summary: 'Starts a project here: a configuration and a first agent, which works without a key',
    load: async () => (await import('./commands/init.ts')).init,
  },
  chat: {
    summary: 'Talks with an agent',
    load: async () => (await import('./commands/chat.ts')).chat,
  },
  run: {
    summary: 'Runs an agent once, for scripts',
    load: async () => (await import('./commands/run.ts')).run,
  },
  tools: {
    summary: 'Looks at tools and calls them',
    commands: {
      list: {
        summary: 'Lists the tools',
        load: async () => (await import('./commands/tools-list.ts')).toolsList,
      },
      show: {
        summary: 'Shows one tool as a model is told of it',
        load: async () => (await import('./commands/tools-show.ts')).toolsShow,
      },
      call: {
        summary: 'Calls a tool without a model',
        load: async () => (await import('./commands/tools-call.ts')).toolsCall,
      },
      lint: {
        summary: 'Finds what models and APIs will stumble over in tools',
        load: async () => (await import('./commands/tools-lint.ts')).toolsLint,
      },
      docs: {
        summary: 'Writes a Markdown page on the tools',
        load: async () => (await import('./commands/tools-docs.ts')).toolsDocs,
      },
    },
  },
  models: {
    summary: 'Looks at models',
    commands: {
      list: {
        summary: 'Lists the models that the providers know',
        load: async () => (await import('./commands/models-list.ts')).modelsList,
      },
    },
  },
  plugins: {
    summary: 'Looks at plugins, adds and removes them',
    commands: {
      list: {
        summary: 'Lists the plugins, with those that are installed and not enabled',
        load: async () => (await import('./commands/plugins-list.ts')).pluginsList,
      },
      info: {
        summary: 'Shows what one plugin is, contributes and asks for',
        load: async () => (await import('./commands/plugins-info.ts')).pluginsInfo,
      },
      add: {
        summary: 'Installs a plugin and enables it',
        load: async () => (await import('./commands/plugins-add.ts')).pluginsAdd,
      },
      remove: {
        summary: 'Disables a plugin',
        load: async () => (await import('./commands/plugins-remove.ts')).pluginsRemove,
      },
    },
  },
  lock: {
    summary: 'Writes the lock file: what every tool is now',
    load: async () => (await import('./commands/lock.ts')).lock,
  },
  check: {
    summary: 'Checks the whole configuration, without a network',
    load: async () => (await import('./commands/check.ts')).check,
  },
  smoke: {
    summary: 'Asks each provider that has a key one short question',
    load: async () => (await import('./commands/smoke.ts')).smoke,
  },
  new: {
    summary: 'Makes a package of your own',
    commands: {
      'tool-plugin': {
        summary: 'A plugin with tools',
        load: async () => (await import('./commands/new.ts')).newToolPlugin,
      },
      provider: {
        summary: 'A provider of models',
        load: async () => (await import('./commands/new.ts')).newProvider,
      },
      memory: {
        summary: 'A store for conversations',
        load: async () => (await import('./commands/new.ts')).newMemory,
      },
    },
  },
  dev: {
    summary: 'Watches the project, and says what each change did',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
};
