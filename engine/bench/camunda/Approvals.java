import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.task.Task;

/**
 * The approval on Camunda 7, embedded, with full history. Each line of the input is the number of a client that runs one
 * instance from start to end; its number is printed after each of the commands. Prints "ready" when it can begin.
 * Arguments: JDBC URL, file of the model, number of clients.
 */
public class Approvals {
  private static final Map<String, Object> VARIABLES = Map.of("applicant", "三湖县清溪镇王家饭店", "days", 3, "urgent", true);

  public static void main(String[] args) throws Exception {
    int clients = Integer.parseInt(args[2]);
    ProcessEngine engine = engine(args[0], clients);
    engine.getRepositoryService().createDeployment().addInputStream("approval.bpmn", new java.io.FileInputStream(args[1])).deploy();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    say("ready");
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String client = line;
      threads.execute(() -> run(engine, client));
    }
    threads.shutdown();
    engine.close();
    System.exit(0);
  }

  private static ProcessEngine engine(String url, int clients) {
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setJdbcDriver("org.mariadb.jdbc.Driver");
    configuration.setJdbcUrl(url);
    configuration.setJdbcUsername("root");
    configuration.setJdbcPassword("");
    configuration.setJdbcMaxActiveConnections(clients);
    configuration.setJdbcMaxIdleConnections(clients);
    configuration.setDatabaseType("mysql");
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistory("full");
    // as its distributions do; ids from the database would need a second connection
    configuration.setIdGenerator(new StrongUuidGenerator());
    configuration.setJobExecutorActivate(false);
    configuration.setEnforceHistoryTimeToLive(false);
    return configuration.buildProcessEngine();
  }

  private static void run(ProcessEngine engine, String client) {
    try {
      String id = engine.getRuntimeService().startProcessInstanceByKey("approval", VARIABLES).getId();
      say(client);
      TaskService tasks = engine.getTaskService();
      for (Task task = next(tasks, id); task != null; task = next(tasks, id)) {
        tasks.complete(task.getId());
        say(client);
      }
    } catch (RuntimeException error) {
      error.printStackTrace();
      System.exit(1);
    }
  }

  private static Task next(TaskService tasks, String instanceId) {
    return tasks.createTaskQuery().processInstanceId(instanceId).listPage(0, 1).stream().findFirst().orElse(null);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
