-- Workflows look like JSON and YAML, but other language servers leave them alone.
vim.filetype.add({
  pattern = {
    [".*%.workflow%.json"] = "json.workflow",
    [".*%.workflow%.ya?ml"] = "yaml.workflow",
  },
})

vim.lsp.config("blocks", {
  cmd = { "blocks", "lsp" },
  filetypes = { "json.workflow", "yaml.workflow" },
  init_options = {
    hints = { kinds = true, defaults = true },
  },
})
vim.lsp.enable("blocks")

-- Kinds and defaults between the lines.
vim.lsp.inlay_hint.enable(true)

-- After some completions there is more to complete.
vim.lsp.commands["editor.action.triggerSuggest"] = function()
  (vim.lsp.completion.get or vim.lsp.completion.trigger)()
end
