// On Felix's own page of configurations, which is a classic script: what it shows is to be read, and not to be typed in.
{
  const display = displayConfigForm;
  displayConfigForm = (configuration) => {
    display(configuration);
    for (const field of document.querySelectorAll("#editor :is(input, select, textarea)")) {
      if (field.type === "button") {
        field.remove();
      } else if (field.type === "checkbox" || field.localName === "select") {
        field.disabled = true;
      } else {
        field.readOnly = true;
      }
    }
    editor.dialog("option", "buttons", {Close: () => editor.dialog("close")});
  };
}
